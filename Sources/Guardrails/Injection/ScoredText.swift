/// One message of a conversation, ready to be scored.
public struct ScoredText: Sendable {
    /// What it says.
    public var text: NormalizedText
    /// Who wrote it.
    public var context: ScanContext

    /// A message.
    public init(_ text: NormalizedText, _ context: ScanContext = ScanContext()) {
        self.text = text
        self.context = context
    }
}
