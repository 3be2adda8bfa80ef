/// Something that a detector found in a text.
public struct Finding: Sendable, Hashable {
    /// What it is.
    public var type: FindingType
    /// Where it is, in bytes of the original text. What was found inside something encoded has the range of the whole blob.
    public var range: Range<Int>
    /// How sure the detector is, 0 to 1.
    public var score: Double
    /// The rule that found it, a stable name such as `my-number.labelled`.
    public var rule: String
    /// How the text was hidden that it was found in; `nil` where it stood openly.
    public var encoding: HiddenText.Encoding?

    /// A finding.
    public init(
        type: FindingType,
        range: Range<Int>,
        score: Double,
        rule: String,
        encoding: HiddenText.Encoding? = nil
    ) {
        self.type = type
        self.range = range
        self.score = score
        self.rule = rule
        self.encoding = encoding
    }
}
