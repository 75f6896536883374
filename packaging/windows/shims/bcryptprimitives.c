/* For tests under wine alone: wine 8 has no bcryptprimitives.dll, and everything written in Rust takes its random
   numbers from there. They come from wine's own generator, as RtlGenRandom gives them. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size)
{
    return SystemFunction036(data, (ULONG)size);
}
