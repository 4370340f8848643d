import type { Desk } from './desk.ts'
import type { ConsolePorts } from './ports.ts'

/** A number that is another one as soon as something happened to an order or a customer: cheap to ask for, so that live pages ask for it often. */
export function addNews(desk: Desk, { news }: ConsolePorts): void {
  desk.page('/novidades', null, [], async ({ reply }) => {
    const position = await news.position()
    return reply.type('text/plain').send(String(position))
  })
}
