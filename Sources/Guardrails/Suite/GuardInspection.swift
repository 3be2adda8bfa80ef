/// What guardrails have said about the texts of one side of a call.
public struct GuardInspection: Sendable {
    /// The texts that go on in another form, by their place among those that were looked at.
    public internal(set) var edits: [Int: [UInt8]] = [:]
    /// What becomes of the call.
    public internal(set) var verdict = GuardVerdict.pass
    /// What is remembered.
    public internal(set) var evidence: [GuardEvidence] = []
    /// Which text each piece of evidence is about, by its place among those that were looked at.
    public internal(set) var places: [Int] = []
    /// The names of guardrails that warn.
    public internal(set) var warnings: [String] = []
    /// What a model is told that is asked once more, by the guardrail's name.
    public internal(set) var reasons: [String: String] = [:]
    /// Guardrails that could not look, and let pass what they could not look at.
    public internal(set) var failures: [GuardFailure] = []

    /// How many of the texts were known as ones in which nothing is to be found, and were not looked at again.
    public internal(set) var knownTexts = 0

    /// Nothing has been found.
    public init() {}

    /// Takes up what others have said about the texts as this one left them.
    public mutating func join(_ other: GuardInspection) {
        edits.merge(other.edits) { $1 }
        verdict = verdict.joined(with: other.verdict)
        evidence += other.evidence
        places += other.places
        for warning in other.warnings where !warnings.contains(warning) { warnings.append(warning) }
        reasons.merge(other.reasons) { $1 }
        failures += other.failures
        knownTexts += other.knownTexts
    }

    /// Takes up what became of one text.
    /// - Parameter index: its place.
    public mutating func take(_ guarded: GuardedText, of text: [UInt8], at index: Int) {
        if guarded.bytes != text { edits[index] = guarded.bytes }
        verdict = verdict.joined(with: guarded.verdict)
        evidence += guarded.evidence
        places += repeatElement(index, count: guarded.evidence.count)
        for warning in guarded.warnings where !warnings.contains(warning) { warnings.append(warning) }
    }
}
