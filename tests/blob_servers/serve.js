// Starts one of the servers on a free port of the loopback and says where it listens:
//   node serve.js azurite FOLDER
//   node serve.js s3 FOLDER
// s3rver takes any version 4 signature, so that here another implementation of it checks each
// request first.
'use strict';

const http = require('http');
const [kind, folder] = process.argv.slice(2);
const keys = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };

function azurite() {
  process.argv = [process.argv[0], 'azurite-blob', '--blobHost', '127.0.0.1', '--blobPort', '0',
    '--location', folder, '--silent', '--disableProductStyleUrl'];
  require('azurite/dist/src/blob/main.js');
}

function signatureIn(text) {
  return /Signature=([0-9a-f]{64})/.exec(text || '')?.[1];
}

/** The time of "20130524T000000Z". */
function timeOf(text) {
  return Date.parse((text || '').replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5'));
}

/** What is wrong with the signature of a request: a word of S3's, or nothing. */
function fault(request) {
  const { RequestSigner } = require('aws4');
  const url = new URL(request.url, 'http://any');
  const signed = url.searchParams.get('X-Amz-Signature');
  const authorization = request.headers.authorization;
  if (!signed && !authorization) {
    return 'AccessDenied';
  }
  const names = signed ? url.searchParams.get('X-Amz-SignedHeaders')
    : /SignedHeaders=([^,]*)/.exec(authorization)?.[1];
  const headers = {};
  const extraHeadersToInclude = {};
  for (const name of (names || '').split(';')) {
    headers[name] = request.headers[name];
    extraHeadersToInclude[name] = true;
  }
  const begin = timeOf(signed ? url.searchParams.get('X-Amz-Date') : headers['x-amz-date']);
  const seconds = signed ? Number(url.searchParams.get('X-Amz-Expires')) : 900;
  if (!(begin + seconds * 1000 > Date.now())) {
    return 'AccessDenied';
  }
  const signer = new RequestSigner({
    service: 's3', region: 'us-east-1', method: request.method, headers, extraHeadersToInclude,
    signQuery: Boolean(signed), path: request.url.replace(/&X-Amz-Signature=[0-9a-f]*/, ''),
  }, keys);
  const again = signer.sign();
  const expected = signatureIn(signed ? again.path : again.headers.Authorization);
  return expected === (signed || signatureIn(authorization)) ? undefined : 'SignatureDoesNotMatch';
}

function s3() {
  const S3rver = require('s3rver');
  const answer = new S3rver({ silent: true, directory: folder, serviceEndpoint: 'localhost' })
    .callback();
  const server = http.createServer((request, response) => {
    const code = fault(request);
    if (!code) {
      return answer(request, response);
    }
    request.resume();
    response.writeHead(403, { 'content-type': 'application/xml' });
    response.end(`<Error><Code>${code}</Code><Message>secret detail</Message></Error>`);
  });
  server.listen(0, '127.0.0.1', () => {
    console.log(`S3 listens on http://127.0.0.1:${server.address().port}`);
  });
}

({ azurite, s3 })[kind]();
