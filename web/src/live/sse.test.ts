import { describe, expect, it } from "vitest";
import { EventParser, type ServerEvent } from "./sse";

function parse(pieces: string[]): ServerEvent[] {
  const events: ServerEvent[] = [];
  const parser = new EventParser((event) => events.push(event));
  for (const piece of pieces) {
    parser.feed(piece);
  }
  return events;
}

const text =
  'retry: 1000\nid: 7\n\n: still here\n\nid: 8\nevent: order.created\ndata: {"a":1}\ndata: {"b":2}\n\n';
const events = [
  { id: "7", event: "message", data: "" },
  { id: "8", event: "order.created", data: '{"a":1}\n{"b":2}' },
];

describe("the parser of the event stream", () => {
  it("reads ids, names and lines of data, and skips comments", () => {
    expect(parse([text])).toEqual(events);
  });

  it("reads the same however the network cuts the text", () => {
    for (let at = 1; at < text.length; ++at) {
      expect(parse([text.slice(0, at), text.slice(at)]), `cut at ${at}`).toEqual(events);
    }
    expect(parse([...text])).toEqual(events);
  });

  it("takes each kind of line end", () => {
    expect(parse([text.replaceAll("\n", "\r\n")])).toEqual(events);
  });

  it("says nothing of an event that has not ended", () => {
    expect(parse(["id: 9\ndata: x\n"])).toEqual([]);
  });
});
