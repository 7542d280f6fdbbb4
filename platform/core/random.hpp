// Random bytes from the kernel, good for keys and ids. Thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace mf {

/// Fills `out`. Buffers what it takes from the kernel, a page for each thread.
void random_bytes(std::span<std::uint8_t> out);

/// `bytes` random bytes as lower-case hexadecimal.
std::string random_hex(std::size_t bytes);

}  // namespace mf
