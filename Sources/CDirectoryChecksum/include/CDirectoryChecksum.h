// The one module map entry of the C target. Each header holds one group of what Swift cannot say.
#ifndef CDIRECTORYCHECKSUM_H
#define CDIRECTORYCHECKSUM_H

#include "posix_shims.h"
#include "hash_kernels.h"

#endif
