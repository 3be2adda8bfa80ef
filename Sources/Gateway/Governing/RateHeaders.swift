import Governance
import ModelAPI
import Routing

/// Tells a caller where its limits stand, in the words of its surface.
enum RateHeaders {
    /// Adds the fields of the limits with the least left.
    /// - Parameters:
    ///   - requests: of requests.
    ///   - tokens: of tokens.
    ///   - now: seconds since 1970, for the fields that name a moment.
    static func write(
        requests: LimitReading?,
        tokens: LimitReading?,
        dialect: DialectID,
        now: Int,
        into head: inout ReplyHead
    ) {
        switch dialect {
        case .anthropicMessages:
            if let requests {
                head.add("anthropic-ratelimit-requests-limit", requests.limit)
                head.add("anthropic-ratelimit-requests-remaining", requests.remaining)
                head.add("anthropic-ratelimit-requests-reset", moment(requests, now))
            }
            if let tokens {
                head.add("anthropic-ratelimit-tokens-limit", tokens.limit)
                head.add("anthropic-ratelimit-tokens-remaining", tokens.remaining)
                head.add("anthropic-ratelimit-tokens-reset", moment(tokens, now))
            }
        case .openAIChat, .gemini:
            // Google names no fields of its own; OpenAI's are the ones that tools know.
            if let requests {
                head.add("x-ratelimit-limit-requests", requests.limit)
                head.add("x-ratelimit-remaining-requests", requests.remaining)
                head.add("x-ratelimit-reset-requests", duration(requests.resetAfter))
            }
            if let tokens {
                head.add("x-ratelimit-limit-tokens", tokens.limit)
                head.add("x-ratelimit-remaining-tokens", tokens.remaining)
                head.add("x-ratelimit-reset-tokens", duration(tokens.resetAfter))
            }
        }
    }

    /// RFC 3339, rounded up.
    private static func moment(_ reading: LimitReading, _ now: Int) -> String {
        let (seconds, rest) = reading.resetAfter.components
        let wait = Int(clamping: rest > 0 ? seconds + 1 : seconds)
        return WallClock.text(now + min(max(0, wait), 1 << 32))
    }

    /// As OpenAI writes it: `120ms`, `6m0s`, `1.5s`.
    static func duration(_ duration: Duration) -> ShortText {
        let milliseconds = max(0, duration.saturatingNanoseconds / 1_000_000)
        let seconds = milliseconds / 1000
        var text = ShortText()
        switch seconds {
        case 0:
            text.append(milliseconds)
            text.append("m")
        case ..<60:
            text.append(seconds)
            if milliseconds % 1000 > 0 {
                text.append(".")
                text.append(milliseconds % 1000, digits: 3)
            }
        default:
            if seconds >= 3600 {
                text.append(seconds / 3600)
                text.append("h")
            }
            text.append(seconds / 60 % 60)
            text.append("m")
            text.append(seconds % 60)
        }
        text.append("s")
        return text
    }
}
