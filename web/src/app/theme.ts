// The look: one calm accent, quiet greys, and colours that stay readable (4.5:1) in both themes.
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

const sea: MantineColorsTuple = [
  "#e6f6f7",
  "#d0eaec",
  "#a3d5d9",
  "#72bec5",
  "#4aabb3",
  "#2f9fa8",
  "#148089",
  "#0b6b73",
  "#085a61",
  "#04474d",
];

// Slate instead of the library's neutral greys, so that fields and surfaces belong together.
const dark: MantineColorsTuple = [
  "#d9dfe5",
  "#b9c2cb",
  "#a3adb8",
  "#7d8894",
  "#48525d",
  "#3a434d",
  "#262d35",
  "#1c2127",
  "#14181d",
  "#0e1115",
];

export const theme = createTheme({
  primaryColor: "sea",
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  colors: { sea, dark },
  defaultRadius: "md",
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
  headings: { fontWeight: "650" },
  cursorType: "pointer",
  respectReducedMotion: true,
});

/** Where the library's own greys are too pale to read. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-body": "#f7f8fa",
    "--mantine-color-dimmed": "#55606c",
    "--mantine-color-placeholder": "#6b7681",
    "--mantine-color-error": "#c21f1f",
    "--mantine-color-anchor": "#0b6b73",
    "--mf-surface": "#ffffff",
    "--mf-line": "#e1e5ea",
    "--mf-hover": "#eef1f4",
  },
  dark: {
    "--mantine-color-body": "#14181d",
    "--mantine-color-dimmed": "#a3adb8",
    "--mantine-color-placeholder": "#8d97a2",
    "--mantine-color-error": "#ff8f8f",
    "--mantine-color-anchor": "#72bec5",
    "--mf-surface": "#1c2127",
    "--mf-line": "#323a43",
    "--mf-hover": "#262d35",
  },
});

export const nonce =
  document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";
