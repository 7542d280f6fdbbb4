// Takes evidence in from a request's body: a form of files or one file as it is, streamed into the
// blob store piece by piece. One upload, one thread.
#pragma once

#include "platform/blob/blob.hpp"
#include "platform/blob/sniff.hpp"
#include "platform/http/message.hpp"

namespace mf::tracking {

struct UploadLimits {
  std::size_t file_size = 0;  // bytes
  int files = 0;
};

/// A file that was taken in whole. Its content is given up with it unless it is kept.
struct ReceivedFile {
  std::string name;
  std::string media_type;  // by its content
  blob::Stored content;
  std::unique_ptr<blob::Writer> writer;
};
/// Makes the contents durable and findable.
void keep(const std::vector<ReceivedFile>& files);

/// Checks files while they stream by.
class Receiver {
 public:
  Receiver(blob::BlobStore& store, UploadLimits limits) : store_(store), limits_(limits) {}

  /// 422 `too_many`.
  Result<void> begin(std::string name);
  /// 413 `evidence_too_large`.
  Result<void> data(std::string_view bytes);
  /// 422 `empty`, 415 `evidence_type`.
  Result<void> end();
  /// Once, after the last file. 422 if there was none.
  Result<std::vector<ReceivedFile>> finish();

 private:
  struct Incoming {
    std::string name;
    std::string media_type;
    std::size_t size = 0;
    blob::Sniffer sniffer;
    std::unique_ptr<blob::Writer> writer;
  };
  std::string pointer() const;

  blob::BlobStore& store_;
  const UploadLimits limits_;
  std::vector<Incoming> files_;
};

/// Reads the whole body: as multipart/form-data where its Content-Type says so, else as one file
/// named `name`. Nothing can be found in the store before keep(), so that a refused form leaves
/// nothing there.
Result<std::vector<ReceivedFile>> receive(http::Request& request,
                                          const std::optional<std::string>& name,
                                          blob::BlobStore& store, UploadLimits limits);

/// True if the body is a form, whatever its boundary.
bool is_form(const http::Request& request);

/// The file name of a Content-Disposition (RFC 6266), `filename*` before `filename`.
std::optional<std::string> file_name_in(std::string_view disposition);

}  // namespace mf::tracking
