// A small fast source of random numbers (xoshiro256**, Blackman and Vigna 2018), the same on every
// machine for the same seed. Each search thread owns one.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

namespace planner {

class Random {
 public:
  using result_type = std::uint64_t;

  explicit Random(std::uint64_t seed) {
    for (auto& word : state_) {  // splitmix64
      seed += 0x9e3779b97f4a7c15U;
      std::uint64_t mixed = (seed ^ (seed >> 30)) * 0xbf58476d1ce4e5b9U;
      mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
      word = mixed ^ (mixed >> 31);
    }
  }

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return ~result_type{0}; }

  result_type operator()() {
    const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

  /// From 0 to below `limit`, which is above 0.
  int below(int limit) {
    return static_cast<int>(((*this)() >> 32) * static_cast<std::uint64_t>(limit) >> 32);
  }

  /// From 0 to below 1.
  double unit() { return static_cast<double>((*this)() >> 11) * 0x1.0p-53; }

  template <typename Items>
  void shuffle(Items& items) {
    for (int last = static_cast<int>(items.size()) - 1; last > 0; --last) {
      std::swap(items[static_cast<std::size_t>(last)],
                items[static_cast<std::size_t>(below(last + 1))]);
    }
  }

 private:
  std::uint64_t state_[4] = {};
};

}  // namespace planner
