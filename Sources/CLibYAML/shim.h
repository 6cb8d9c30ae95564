#pragma once
// The system's. Yams, which brings a copy, brings all of Foundation with it: whatever Swift looks up among the types of a
// process takes half as long again then, and a command that is over in milliseconds does little else.
#include <yaml.h>
