// A suite that runs already: where it listens stands in its data folder, and whoever may read that
// folder may act for it. So commands work beside a running suite, through its API.
#pragma once

#include "app/settings.hpp"

#include <functional>
#include <optional>
#include <string>

namespace mf::app {

/// Notes that the suite of `folder` listens at `url`; the note goes away with its owner.
class RunNote {
 public:
  RunNote(const std::string& folder, const std::string& url);
  ~RunNote();
  RunNote(const RunNote&) = delete;
  RunNote& operator=(const RunNote&) = delete;

 private:
  std::string path_;
};

class RunningSuite {
 public:
  /// The suite that holds the data folder's lock and listens; nothing if none does.
  static std::optional<RunningSuite> find(const Settings& settings);

  struct Answer {
    long status = 0;
    std::string body;
  };
  /// Posts as the suite itself, with a token made from the folder's key. `waiting` is called now
  /// and then with the seconds so far. Throws where the suite does not answer.
  Answer post(const std::string& path, const std::string& media_type, const std::string& body,
              const std::function<void(int seconds)>& waiting = {}) const;

 private:
  RunningSuite(std::string keys, std::string url) : keys_(std::move(keys)), url_(std::move(url)) {}
  std::string keys_;  // the folder
  std::string url_;
};

/// What a problem document says, its fields included, for a person at a terminal.
std::string explain(const std::string& problem);

}  // namespace mf::app
