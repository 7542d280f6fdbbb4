// What the suite says of itself in Prometheus' text form, and how two readings become a line on a
// chart.
export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

export interface Reading {
  at: number;
  samples: Sample[];
}

export function readSamples(text: string): Sample[] {
  return text.split("\n").flatMap((line) => {
    const found = /^([a-zA-Z_:][\w:]*)(?:{(.*)})? (\S+)/.exec(line);
    if (!found) {
      return [];
    }
    const [, name = "", labels = "", value] = found;
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
    return [
      {
        name,
        labels: Object.fromEntries(pairs.map(([, label, said]) => [label, said])),
        value: Number(value),
      },
    ];
  });
}

/** The sum over all of the name, of one service or of all. */
export function sum(reading: Reading, name: string, service?: string): number {
  return reading.samples
    .filter((one) => one.name === name && (!service || one.labels.service === service))
    .reduce((total, { value }) => total + value, 0);
}

/** What a counter grew by in each second between readings; a process that began anew counts from 0. */
export function rates(readings: Reading[], name: string, service?: string): number[] {
  return readings.slice(1).map((reading, index) => {
    const before = readings[index] as Reading;
    const seconds = (reading.at - before.at) / 1000;
    const grown = sum(reading, name, service) - sum(before, name, service);
    return seconds > 0 && grown > 0 ? grown / seconds : 0;
  });
}
