#ifndef CDC_HASH_KERNELS_H
#define CDC_HASH_KERNELS_H
#endif
