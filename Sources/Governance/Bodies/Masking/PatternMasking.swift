/// Hides what has a form of its own: credentials, e-mail addresses, numbers of cards, telephones and persons.
///
/// It finds what is written as such, through JSON's escapes and full-width digits. It does not find names or addresses, what
/// is spelt out or split, nor what is in pictures, sound or Base64; and it hides some numbers that only look like one of
/// these (one in ten numbers of the right length has a fitting check digit).
public struct PatternMasking: BodyMasking {
    private let masks: Set<BodyMask>
    private let placeholder: @Sendable (BodyMask) -> String

    /// Hides some kinds.
    /// - Parameter placeholder: what stands in the place of what was hidden; it needs no escapes in JSON.
    public init(
        _ masks: Set<BodyMask>,
        placeholder: @escaping @Sendable (BodyMask) -> String = { $0.placeholder }
    ) {
        self.masks = masks
        self.placeholder = placeholder
    }

    /// The text without what must not be kept; time and memory grow with its length alone.
    public func masked(_ text: [UInt8]) -> [UInt8] {
        guard !masks.isEmpty, !text.isEmpty else { return text }
        let glyphs = Glyphs(text)
        let findings = findings(glyphs)
        guard !findings.isEmpty else { return text }
        var out: [UInt8] = []
        out.reserveCapacity(text.count)
        var rest = 0
        for finding in findings {
            let isInString = glyphs.isInString(finding.range.lowerBound)
            let range = isInString ? finding.range : Self.number(glyphs, around: finding.range)
            let start = Int(glyphs.offsets[range.lowerBound])
            guard start >= rest else { continue }
            out += text[rest..<start]
            // A number without quotes becomes a text.
            let placeholder = placeholder(finding.mask)
            out += isInString ? Array(placeholder.utf8) : Array("\"\(placeholder)\"".utf8)
            rest = Int(glyphs.offsets[range.upperBound])
        }
        return out + text[rest...]
    }

    private func findings(_ text: Glyphs) -> [MaskFinding] {
        var findings: [MaskFinding] = []
        let numbers = NumberPattern(masks: masks)
        let wantsNumbers = !masks.isDisjoint(with: [.card, .phone, .myNumber])
        /// What is before it is done with.
        var bound = 0
        var index = 0
        while index < text.count {
            let letter = text[index]
            if letter.isDigit {
                guard wantsNumbers, !text[index - 1].isDigit || index == bound else {
                    index += 1
                    continue
                }
                let before = findings.count
                let end = numbers.find(text, from: index, into: &findings)
                if findings.count > before { bound = findings[findings.count - 1].range.upperBound }
                // An address may begin with digits.
                index = end
                continue
            }
            if letter == UInt8(ascii: "@"), masks.contains(.email),
                let email = EmailPattern.match(text, around: index, notBefore: bound)
            {
                findings.append(email)
                (bound, index) = (email.range.upperBound, email.range.upperBound)
                continue
            }
            if letter.isLetter, masks.contains(.credentials), let key = CredentialPattern.match(text, at: index) {
                findings.append(key)
                (bound, index) = (key.range.upperBound, key.range.upperBound)
                continue
            }
            index += 1
        }
        return findings
    }

    /// All of the number literal that some digits are of (RFC 8259 §6).
    private static func number(_ text: Glyphs, around range: Range<Int>) -> Range<Int> {
        func belongs(_ letter: UInt8) -> Bool {
            letter.isDigit
                || [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "e"), UInt8(ascii: "E")]
                    .contains(letter)
        }
        var (start, end) = (range.lowerBound, range.upperBound)
        while start > 0, belongs(text[start - 1]) { start -= 1 }
        while belongs(text[end]) { end += 1 }
        return start..<end
    }
}
