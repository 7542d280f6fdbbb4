// One box for going anywhere: screens and orders (and customers, for who may see them). Opened by
// Ctrl K, by "/", or by the field in the header. Its code is read when it is first opened.
import { useDisclosure, useHotkeys } from "@mantine/hooks";
import { lazy, Suspense, useEffect } from "react";
import { useOnce } from "../../kit/useOnce";
import type { NavItem } from "../area";

const PaletteBox = lazy(() => import("./PaletteBox"));
const opening = "microflow:palette";

export function openPalette(): void {
  window.dispatchEvent(new Event(opening));
}

export function Palette({ items }: { items: NavItem[] }) {
  const [opened, box] = useDisclosure();
  const wanted = useOnce(opened);
  useHotkeys([["/", box.open]]);
  useHotkeys([["mod+K", box.open]], []);
  useEffect(() => {
    window.addEventListener(opening, box.open);
    return () => window.removeEventListener(opening, box.open);
  }, [box]);
  return (
    <Suspense>
      {wanted && <PaletteBox items={items} opened={opened} onClose={box.close} />}
    </Suspense>
  );
}
