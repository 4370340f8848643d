/** The two dialects of a page. */
export type ToBody = (rows: readonly unknown[], page: number, size: number, rowsIn: string, total?: number) => unknown

export const snakePage: ToBody = (rows, page, size, rowsIn, total = rows.length) => ({
  pagina: page,
  total_de_paginas: Math.ceil(total / size),
  registros: rows.length,
  total_de_registros: total,
  [rowsIn]: rows,
})

export const hungarianPage: ToBody = (rows, page, size, rowsIn, total = rows.length) => ({
  nPagina: page,
  nTotPaginas: Math.ceil(total / size),
  nRegistros: rows.length,
  nTotRegistros: total,
  [rowsIn]: rows,
})
