"""The headers that every response carries, errors and static files too."""

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
CLOSED_FEATURES = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-get",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
PERMISSIONS_POLICY = ", ".join(
    [*(f"{feature}=()" for feature in CLOSED_FEATURES), "fullscreen=(self)", "screen-wake-lock=(self)"]
)
EVERY_RESPONSE = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-PeopleHub": "1",  # ours: site.js swaps in no response without it (a captive portal's page, say)
}

# What search engines may keep. Everything else, and every error, is theirs to leave alone.
PUBLIC_PREFIXES = (
    "/accessibility/",
    "/assess/",
    "/check/",
    "/choose/",
    "/co-production/",
    "/cookies/",
    "/help/",
    "/helping/",
    "/how-it-works/",
    "/privacy/",
    "/resources/",
    "/s/",
    "/spectrum/",
    "/static/",
)


def is_public(path):
    return path in {"/", "/workshops/"} or path.startswith(PUBLIC_PREFIXES)  # under /workshops/ all is private


class ResponseHeadersMiddleware:
    """Sets EVERY_RESPONSE, and keeps what is not public out of search engines and out of caches."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in EVERY_RESPONSE.items():
            response.headers.setdefault(name, value)
        if response.status_code >= 400 or not is_public(request.path_info):
            response.headers["X-Robots-Tag"] = "noindex"
            response.headers.setdefault("Cache-Control", "no-store")
        return response
