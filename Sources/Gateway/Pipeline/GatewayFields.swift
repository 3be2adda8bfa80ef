import HTTPWire

/// What a request's header fields `x-kanmon-…` say to the gateway, found in one pass: hardly any request has one.
///
/// Of fields that stand twice the first counts, but for `x-kanmon-cache`, which is a list.
struct GatewayFields: Hashable, Sendable {
    private var strictness: String?
    private var wantsExtras: String?
    private(set) var fallbacks: String?
    private(set) var attempts: String?
    private(set) var timeout: String?
    private(set) var metadata: String?
    private(set) var cache: String?
    private(set) var promptCache: String?

    /// Finds them in a request's head.
    init(_ fields: HeaderFields) {
        fields.forEach(withPrefix: "x-kanmon-") { rest, value in
            let text = String(decoding: value, as: UTF8.self)
            switch String(decoding: rest, as: UTF8.self) {
            case "strict": strictness = strictness ?? text
            case "extras": wantsExtras = wantsExtras ?? text
            case "fallbacks": fallbacks = fallbacks ?? text
            case "attempts": attempts = attempts ?? text
            case "timeout": timeout = timeout ?? text
            case "metadata": metadata = metadata ?? text
            case "prompt-cache": promptCache = promptCache ?? text
            // Several are one list (RFC 9110 §5.3): what the first allows a second may forbid.
            case "cache": cache = cache.map { "\($0),\(text)" } ?? text
            default: break
            }
        }
    }

    /// Whether a request that cannot be expressed whole is refused; `nil` where nothing sensible is said.
    var strict: Bool? { strictness.flatMap(Self.flag) }
    /// Whether what the caller's dialect has no place for is wanted.
    var extras: Bool? { wantsExtras.flatMap(Self.flag) }

    private static func flag(_ text: String) -> Bool? {
        switch text {
        case "true", "1": true
        case "false", "0": false
        default: nil
        }
    }
}
