import { expect, it } from 'vitest'
import { ABILITIES, isAble } from '../../src/people/abilities.ts'
import { ROLES } from '../../src/people/person.ts'

/** Who may do what: the whole of it, to be read by whoever asks. */
const TABLE = `
                  rep collector analyst manager admin integrator
orders.see         x      -        x       x      x       -
orders.seeAll      -      -        x       x      x       -
releases.request   x      -        -       -      x       -
releases.approve   -      -        x       x      x       -
customers.see      x      x        x       x      x       -
customers.seeAll   -      x        x       x      x       -
collection.see     -      x        x       x      x       -
collection.act     -      x        -       x      x       -
policy.see         -      -        x       x      x       -
policy.change      -      -        -       x      x       -
reports.see        -      -        x       x      x       -
integration.see    -      -        -       -      x       x
integration.act    -      -        -       -      x       x
keys.manage        -      -        -       -      x       x
people.manage      -      -        -       -      x       -`

it('gives each role exactly the abilities of this table', () => {
  const [head = '', ...rows] = TABLE.trim().split('\n')
  const roles = head.trim().split(/ +/)
  expect(roles).toEqual([...ROLES])
  const cells = rows.map((row) => row.split(/ +/))
  expect(cells.map(([ability]) => ability)).toEqual([...ABILITIES])
  const found = ABILITIES.map((ability) => [ability, ...ROLES.map((role) => (isAble(role, ability) ? 'x' : '-'))])
  expect(found).toEqual(cells)
})
