// Lists of the API: pages by an opaque cursor.
import { infiniteQueryOptions, type QueryKey } from "@tanstack/react-query";

export interface PageOf<Row> {
  items: Row[];
  nextCursor?: string | null;
}

/** Options of useInfiniteQuery for a list; `read` is given the cursor of the page that it fetches. */
export function paged<Row>(
  queryKey: QueryKey,
  read: (cursor: string | undefined) => Promise<PageOf<Row>>,
) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: PageOf<Row>) => last.nextCursor ?? undefined,
  });
}

/** All pages in a row, for catalogues and other lists that are short by nature. */
export async function readAll<Row>(
  read: (cursor: string | undefined) => Promise<PageOf<Row>>,
): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    rows.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return rows;
}
