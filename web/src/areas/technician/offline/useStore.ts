import { liveQuery } from "dexie";
import { useEffect, useState } from "react";
import { usePerson } from "../../../session/useSession";
import { type Entry, type Job, type Material, store } from "./db";
import { entriesOf } from "./queue";

/** What a query of the device's store gives, anew whenever it changes. */
function useStored<T>(read: () => Promise<T>, key: string): T | undefined {
  const [value, setValue] = useState<{ key: string; of: T }>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says what `read` reads
  useEffect(() => {
    const reading = liveQuery(read).subscribe((of) => setValue({ key, of }));
    return () => reading.unsubscribe();
  }, [key]);
  return value?.key === key ? value.of : undefined;
}

export function useJobs(): Job[] | undefined {
  const { id } = usePerson();
  return useStored(() => store.jobs.where({ person: id }).toArray(), id);
}

/** null: not on the device. */
export function useJob(orderId: string): Job | null | undefined {
  const { id } = usePerson();
  return useStored(async () => (await store.jobs.get([id, orderId])) ?? null, `${id} ${orderId}`);
}

export function useQueue(): Entry[] | undefined {
  const { id } = usePerson();
  return useStored(() => entriesOf(store, id), id);
}

export function useMaterials(): Material[] {
  return useStored(() => store.materials.orderBy("id").toArray(), "all") ?? [];
}
