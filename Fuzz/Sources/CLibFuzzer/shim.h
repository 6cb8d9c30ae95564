#pragma once
#include <stddef.h>

// libFuzzer as a library (llvm.org/docs/LibFuzzer.html); -sanitize=fuzzer links it, and no header of it comes with Swift.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const unsigned char *data, size_t size));
