import { describe, expect, it } from "vitest";
import { rates, readSamples, sum } from "./metrics";

const text = (cpu: number) => `# TYPE process_cpu_seconds_total counter
process_cpu_seconds_total ${cpu}
microflow_events_lag{service="insights"} 3
microflow_events_lag{service="dispatch",consumer="a \\"b\\""} 4
`;

describe("the metrics", () => {
  it("are read line by line with their labels", () => {
    const samples = readSamples(text(1.5));
    expect(samples).toHaveLength(3);
    expect(samples[2]?.labels).toEqual({ service: "dispatch", consumer: 'a \\"b\\"' });
    const reading = { at: 0, samples };
    expect(sum(reading, "microflow_events_lag")).toBe(7);
    expect(sum(reading, "microflow_events_lag", "insights")).toBe(3);
  });

  it("give a counter's growth in a second, and nothing when it began anew", () => {
    const readings = [10, 12, 1].map((cpu, index) => ({
      at: index * 4000,
      samples: readSamples(text(cpu)),
    }));
    expect(rates(readings, "process_cpu_seconds_total")).toEqual([0.5, 0]);
  });
});
