#include "planner/ruin.hpp"

#include <cmath>

namespace planner {
namespace {

constexpr double k_blink = 0.01;
constexpr int k_most_retried = 12;  // jobs left out before, tried again in a step

}  // namespace

bool Ruin::step(double temperature, std::span<const int> pool) {
  const Cost before = tours_.cost();
  tours_.begin();
  const int seed = pool[static_cast<std::size_t>(random_.below(static_cast<int>(pool.size())))];
  ruin(seed);
  recreate();
  const double limit = static_cast<double>(before) - temperature * std::log(random_.unit() + 1e-12);
  if (static_cast<double>(tours_.cost()) < limit) {
    return true;
  }
  tours_.roll_back();
  return false;
}

void Ruin::ruin(int seed) {
  // How long and how many: equations 5 to 7 of the paper.
  const double longest = std::max<double>(1, shape_.longest);
  const double strings = 4 * shape_.mean_removed / (1 + longest) - 1;
  const int wanted = static_cast<int>(random_.unit() * strings + 1);
  ruined_.clear();
  waiting_.clear();
  const auto visit = [&](int job) {
    if (!tours_.planned(job) || tours_.locked(job)) {
      return;
    }
    const int route = tours_.route_of(job);
    if (std::find(ruined_.begin(), ruined_.end(), route) != ruined_.end()) {
      return;
    }
    ruined_.push_back(route);
    const double most = std::min<double>(longest, tours_.size(route));
    take_string(job, static_cast<int>(random_.unit() * most + 1));
  };
  if (!tours_.planned(seed)) {
    waiting_.push_back(seed);
  }
  visit(seed);
  for (const int job : tours_.compact().around(seed)) {
    if (static_cast<int>(ruined_.size()) >= wanted) {
      break;
    }
    visit(job);
  }
}

/// Takes out `length` neighbouring jobs of a route, this one among them; by chance a longer stretch
/// of which a piece in the middle stays (the paper's split string).
void Ruin::take_string(int job, int length) {
  const int route = tours_.route_of(job);
  const int size = tours_.size(route);
  length = std::min(length, size);
  int kept = 0;
  if (length > 1 && length < size && random_.unit() < 0.5) {
    kept = 1;
    while (length + kept < size && random_.unit() < 0.01) {
      ++kept;
    }
  }
  const int span = length + kept;
  int back = random_.below(span);
  int first = job;
  while (back > 0 && tours_.is_job(tours_.previous(first)) &&
         !tours_.locked(tours_.previous(first))) {
    first = tours_.previous(first);
    --back;
  }
  string_.clear();
  for (int at = first; tours_.is_job(at) && static_cast<int>(string_.size()) < span;
       at = tours_.next(at)) {
    string_.push_back(at);
  }
  for (int at = tours_.previous(first);
       static_cast<int>(string_.size()) < span && tours_.is_job(at) && !tours_.locked(at);
       at = tours_.previous(at)) {
    string_.insert(string_.begin(), at);
  }
  if (kept > 0) {
    kept = std::min(kept, static_cast<int>(string_.size()) - 1);
    const int from = random_.below(static_cast<int>(string_.size()) - kept + 1);
    string_.erase(string_.begin() + from, string_.begin() + from + kept);
  }
  for (const int each : string_) {
    if (tours_.planned(each)) {
      tours_.remove(each);
    }
  }
}

void Ruin::order_absent() {
  const auto& compact = tours_.compact();
  if (compact.technician.empty()) {
    return;  // nobody goes anywhere
  }
  const auto key_of = [&](int way, int job) -> Cost {
    const auto& given = compact.job[static_cast<std::size_t>(job)];
    switch (way) {
      case 0:
        return -given.demand;
      case 1:
        return -compact.arc(compact.technician.front().start, given.place);
      case 2:
        return compact.arc(compact.technician.front().start, given.place);
      case 3:
        return given.close - given.open;
      case 4:
        return given.open;
      case 5:
        return -given.close;
      default:
        return static_cast<Cost>(random_() >> 12);
    }
  };
  // Weights of the paper for time windows: random 4, demand 4, far 2, close 1, width 2, start 2,
  // end 2.
  static constexpr int k_ways[] = {6, 6, 6, 6, 0, 0, 0, 0, 1, 1, 2, 3, 3, 4, 4, 5, 5};
  const int way = k_ways[random_.below(static_cast<int>(std::size(k_ways)))];
  keys_.clear();
  for (const int job : waiting_) {
    // A random tie break, or equal demands would keep the order of removal.
    keys_.emplace_back(key_of(way, job) * 1024 + random_.below(1024), job);
  }
  std::sort(keys_.begin(), keys_.end());
}

void Ruin::recreate() {
  // All that is absent comes back; of many only some, so that a step stays short.
  const auto& absent = tours_.absent();
  const int count = static_cast<int>(absent.size());
  const int seed = waiting_.empty() ? k_nobody : waiting_.front();
  waiting_.clear();
  const int retried = std::min(count, static_cast<int>(shape_.mean_removed) * 3 + k_most_retried);
  for (int back = 0; back < retried; ++back) {
    waiting_.push_back(absent[static_cast<std::size_t>(count - 1 - back)]);
  }
  if (seed != k_nobody && std::find(waiting_.begin(), waiting_.end(), seed) == waiting_.end()) {
    waiting_.push_back(seed);
  }
  order_absent();
  const auto& compact = tours_.compact();
  for (const auto& [key, job] : keys_) {
    if (tours_.planned(job)) {
      continue;
    }
    const auto& given = compact.job[static_cast<std::size_t>(job)];
    Tours::Look look;
    look.blink = k_blink;
    look.below = given.twin == k_nobody ? given.price : std::numeric_limits<Cost>::max();
    tours_.place(job, look, random_);
  }
}

void Ruin::fill() {
  waiting_ = tours_.absent();
  order_absent();
  const auto keys = keys_;
  for (const auto& [key, job] : keys) {
    Tours::Look look;
    look.below = tours_.compact().job[static_cast<std::size_t>(job)].price;
    if (!tours_.planned(job)) {
      tours_.place(job, look, random_);
    }
  }
}

}  // namespace planner
