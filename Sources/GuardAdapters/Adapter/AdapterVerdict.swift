public import Guardrails

/// What a service says about the texts of a question.
public struct AdapterVerdict: Sendable, Hashable {
    /// What it says about one text.
    public struct Text: Sendable, Hashable {
        /// What it found, in bytes of the text; the whole text where it does not say where. Findings of services that give a
        /// verdict and no likelihood have the score 1. In the order of their beginnings.
        public var findings: [Finding]
        /// The text as the service has edited it, UTF-8; `nil` where it did not. It is meant to go on instead of the text, and
        /// the findings say why.
        public var replacement: [UInt8]?

        /// What a service says about one text.
        public init(findings: [Finding] = [], replacement: [UInt8]? = nil) {
            self.findings = findings
            self.replacement = replacement
        }
    }

    /// What it says about each text, in their order.
    public var texts: [Text]
    /// The kind of thing for which the service itself wants the call to end; `nil` where it leaves that to the policy. Each
    /// text that it was said of, or all where that is not known, has a finding of this kind.
    public var category: FindingType?

    /// Whether the service itself wants the call to end.
    public var isBlocked: Bool { category != nil }

    /// A verdict.
    public init(texts: [Text], category: FindingType? = nil) {
        self.texts = texts
        self.category = category
    }
}
