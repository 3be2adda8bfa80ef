/// Finds keys and tokens.
struct CredentialPattern {
    /// What a kind of key begins with, and how many more characters make it one.
    private struct Prefix {
        let letters: [UInt8]
        let atLeast: Int

        init(_ text: StaticString, atLeast: Int) {
            letters = Array(text.description.utf8)
            self.atLeast = atLeast
        }
    }

    private static let prefixes = [
        // OpenAI, Anthropic, this gateway and many others.
        Prefix("sk-", atLeast: 16), Prefix("sk_", atLeast: 16), Prefix("pk-", atLeast: 16), Prefix("rk_", atLeast: 16),
        // Google, Amazon, GitHub, GitLab, Slack, Hugging Face, Groq, xAI.
        Prefix("AIza", atLeast: 30), Prefix("AKIA", atLeast: 16), Prefix("ASIA", atLeast: 16),
        Prefix("ghp_", atLeast: 20), Prefix("gho_", atLeast: 20), Prefix("ghs_", atLeast: 20),
        Prefix("github_pat_", atLeast: 20), Prefix("glpat-", atLeast: 16), Prefix("xoxb-", atLeast: 16),
        Prefix("xoxp-", atLeast: 16), Prefix("hf_", atLeast: 20), Prefix("gsk_", atLeast: 20),
        Prefix("xai-", atLeast: 20),
        // A JSON Web Token (RFC 7519): its header begins with `{"` in Base64.
        Prefix("eyJ", atLeast: 30),
    ]
    private static let bearer = Array("bearer".utf8)

    /// The key that begins at a place.
    static func match(_ text: Glyphs, at start: Int) -> MaskFinding? {
        switch text[start] {
        case UInt8(ascii: "b"), UInt8(ascii: "B"): return bearerToken(text, at: start)
        case UInt8(ascii: "s"), UInt8(ascii: "p"), UInt8(ascii: "r"), UInt8(ascii: "A"), UInt8(ascii: "g"),
            UInt8(ascii: "x"), UInt8(ascii: "h"), UInt8(ascii: "e"):
            break
        default: return nil
        }
        guard !text[start - 1].isWordLetter else { return nil }
        for prefix in prefixes where begins(text, at: start, with: prefix.letters) {
            let rest = start + prefix.letters.count
            let end = endOfToken(text, from: rest)
            if end - rest >= prefix.atLeast { return MaskFinding(range: start..<end, mask: .credentials) }
        }
        return nil
    }

    /// What follows the word `Bearer` (RFC 6750 §2.1), if it looks like a token and not like a word.
    private static func bearerToken(_ text: Glyphs, at start: Int) -> MaskFinding? {
        for (index, letter) in bearer.enumerated() where text[start + index] | 0x20 != letter { return nil }
        guard !text[start - 1].isWordLetter else { return nil }
        var index = start + bearer.count
        guard text[index] == UInt8(ascii: " ") || text[index] == UInt8(ascii: ":") else { return nil }
        while text[index] == UInt8(ascii: " ") || text[index] == UInt8(ascii: ":") { index += 1 }
        let end = endOfToken(text, from: index)
        let hasDigit = (index..<end).contains { text[$0].isDigit }
        guard end - index >= 16 || (hasDigit && end - index >= 8) else { return nil }
        return MaskFinding(range: index..<end, mask: .credentials)
    }

    private static func begins(_ text: Glyphs, at start: Int, with letters: [UInt8]) -> Bool {
        for (index, letter) in letters.enumerated() where text[start + index] != letter { return false }
        return true
    }

    /// Where the characters end that tokens are made of (`token68` of RFC 9110 §11.2).
    private static func endOfToken(_ text: Glyphs, from start: Int) -> Int {
        var end = start
        while text[end].isTokenLetter { end += 1 }
        // A sentence's full stop is no part of it.
        while end > start, text[end - 1] == UInt8(ascii: ".") { end -= 1 }
        return end
    }
}

extension UInt8 {
    /// Whether it is a digit.
    var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

    /// Whether it is a letter of ASCII.
    var isLetter: Bool {
        let small = self | 0x20
        return small >= UInt8(ascii: "a") && small <= UInt8(ascii: "z")
    }

    /// Whether it is a letter or digit of ASCII.
    var isWordLetter: Bool { isDigit || isLetter }

    fileprivate var isTokenLetter: Bool {
        switch self {
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "+"),
            UInt8(ascii: "/"), UInt8(ascii: "="):
            true
        default: isWordLetter
        }
    }
}
