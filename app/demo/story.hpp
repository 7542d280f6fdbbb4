// Two weeks of work: orders are opened, assigned, travelled to, worked on, proved and closed, each
// at its time.
#pragma once

#include "app/demo/people.hpp"

namespace mf::app::demo {

/// 200 orders from fourteen days before `end` until `end`; the latest are still under way.
void tell_story(const Company& company, Client& client, StoryClock& clock, Timestamp end);

}  // namespace mf::app::demo
