/// Ids for calls where Gemini gives none: deterministic, so that the whole and the streamed form of an answer agree.
enum GeminiCallID {
    /// How ids of ours begin; they never go to Gemini.
    private static let start = "call_km"
    /// Room for the calls of one choice among the numbers.
    private static let callsOfAChoice = 1_000

    /// The id of a call.
    /// - Parameters:
    ///   - call: its index among the calls of its choice.
    ///   - choice: the choice's index.
    ///   - responseID: the provider's id of the answer; its end keeps ids of different turns apart.
    static func mint(call: Int, choice: Int = 0, responseID: String) -> String {
        // Anthropic takes letters, digits, `_` and `-` in an id, OpenAI 40 characters.
        let safe = responseID.utf8.filter {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        let suffix = String(decoding: safe.suffix(16), as: UTF8.self)
        return "\(start)\(choice &* callsOfAChoice &+ call)_\(suffix)"
    }

    /// Whether an id is one of ours.
    static func isMinted(_ id: String) -> Bool { id.hasPrefix(start) }
}
