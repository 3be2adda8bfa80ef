"""What the gateways under attack run with, and the faults their provider can have."""

#: What the gateways under attack have as their limits.
MAX_BODY = 1 << 20
HEADER_TIMEOUT = 1.0
BODY_TIMEOUT = 1.0
IDLE_TIMEOUT = 2.0

SHORT_PATIENCE = {"connect": "1s", "first_byte": "500ms", "idle": "500ms", "total": "3s"}

#: Faults of the simulated provider that have a public model name, with short patience, on the gateway.
FAULTS = (
    "status-500",
    "status-502",
    "status-503",
    "status-504",
    "status-529",
    "status-429-retry-after-2",
    "status-401",
    "status-403",
    "status-404",
    "status-413",
    "status-422",
    "insufficient-quota",
    "context-length",
    "hang-before-headers",
    "hang-after-headers",
    "hang-mid-stream",
    "truncated-body",
    "reset",
    "reset-mid-stream",
    "invalid-json",
    "invalid-sse",
    "html-200",
    "error-mid-stream",
    "no-terminal",
    "redirect",
    "gzip-bomb",
)
