/// What a check says about an answer.
public struct OutputReport: Sendable, Hashable {
    /// What was found, in the order of the answer.
    public var findings: [Finding]
    /// What is wrong in words for the model, where it is asked again; bounded, and without values of the answer.
    public var complaints: [String]

    /// A report.
    public init(findings: [Finding] = [], complaints: [String] = []) {
        self.findings = findings
        self.complaints = complaints
    }
}
