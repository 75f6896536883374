/* For tests under wine alone: the functions of complex numbers that numpy calls and wine's C runtime lacks. */
typedef struct { float re, im; } F;
typedef struct { double re, im; } D;

float crealf(F z) { return z.re; }
float cimagf(F z) { return z.im; }
double creal(D z) { return z.re; }
double cimag(D z) { return z.im; }
double creall(D z) { return z.re; }
double cimagl(D z) { return z.im; }
int __stdcall DllMain(void *a, unsigned b, void *c) { (void)a; (void)b; (void)c; return 1; }
