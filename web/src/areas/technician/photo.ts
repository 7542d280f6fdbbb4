// A picture of the camera made small enough for a slow network: at most 1600 pixels on the longer
// side, upright as it was taken, JPEG.
const longest = 1600;
const quality = 0.82;

/** What a picture of this size becomes; never larger than it was. */
export function fitted(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

export async function compressed(file: Blob): Promise<ArrayBuffer> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const size = fitted(picture.width, picture.height);
  const canvas = document.createElement("canvas");
  canvas.width = size.width;
  canvas.height = size.height;
  canvas.getContext("2d")?.drawImage(picture, 0, 0, size.width, size.height);
  picture.close();
  return bytesOf(canvas, "image/jpeg");
}

export async function bytesOf(canvas: HTMLCanvasElement, type: string): Promise<ArrayBuffer> {
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, type, quality));
  if (!blob) {
    throw new Error("The browser made no picture");
  }
  return blob.arrayBuffer();
}
