/* For tests under wine alone: Windows has an icuuc.dll since 1703, wine has none, and Qt6Core asks it for converters.
   Every function says that it has no such converter; Qt then uses its own. */
#define OUT __declspec(dllexport)
#define FILE_ACCESS_ERROR 4

OUT void *ucnv_open(const char *name, int *e) { (void)name; *e = FILE_ACCESS_ERROR; return 0; }
OUT void ucnv_close(void *c) { (void)c; }
OUT void ucnv_reset(void *c) { (void)c; }
OUT int ucnv_getMaxCharSize(const void *c) { (void)c; return 0; }
OUT const char *ucnv_getName(const void *c, int *e) { (void)c; *e = FILE_ACCESS_ERROR; return 0; }
OUT void ucnv_getToUCallBack(const void *c, void **a, const void **x) { (void)c; (void)a; (void)x; }
OUT void ucnv_getFromUCallBack(const void *c, void **a, const void **x) { (void)c; (void)a; (void)x; }
OUT void ucnv_setToUCallBack(void *c, void *a, const void *x, void **o, const void **p, int *e)
{ (void)c; (void)a; (void)x; (void)o; (void)p; *e = FILE_ACCESS_ERROR; }
OUT void ucnv_setFromUCallBack(void *c, void *a, const void *x, void **o, const void **p, int *e)
{ (void)c; (void)a; (void)x; (void)o; (void)p; *e = FILE_ACCESS_ERROR; }
OUT void ucnv_cbToUWriteUChars(void *a, const void *s, int n, int o, int *e)
{ (void)a; (void)s; (void)n; (void)o; *e = FILE_ACCESS_ERROR; }
OUT void ucnv_cbFromUWriteUChars(void *a, const void **s, const void *l, int o, int *e)
{ (void)a; (void)s; (void)l; (void)o; *e = FILE_ACCESS_ERROR; }
OUT void ucnv_toUnicode(void *c, void **t, const void *l, const char **s, const char *m, int *o, int f, int *e)
{ (void)c; (void)t; (void)l; (void)s; (void)m; (void)o; (void)f; *e = FILE_ACCESS_ERROR; }
OUT void ucnv_fromUnicode(void *c, char **t, const char *l, const void **s, const void *m, int *o, int f, int *e)
{ (void)c; (void)t; (void)l; (void)s; (void)m; (void)o; (void)f; *e = FILE_ACCESS_ERROR; }
OUT int ucnv_toUCountPending(const void *c, int *e) { (void)c; *e = FILE_ACCESS_ERROR; return 0; }
OUT int ucnv_fromUCountPending(const void *c, int *e) { (void)c; *e = FILE_ACCESS_ERROR; return 0; }
OUT const char *ucnv_getStandardName(const char *n, const char *s, int *e)
{ (void)n; (void)s; *e = FILE_ACCESS_ERROR; return 0; }
OUT const char *ucnv_getAvailableName(int n) { (void)n; return 0; }
OUT int ucnv_countAvailable(void) { return 0; }
OUT void UCNV_FROM_U_CALLBACK_SUBSTITUTE(void) {}
OUT void UCNV_TO_U_CALLBACK_SUBSTITUTE(void) {}
