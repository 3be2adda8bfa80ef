/// One look of guardrails at the texts of one side of a call.
struct GuardLook {
    /// In the order of the conversation.
    let texts: [GuardText]
    /// The same as detectors read them.
    var read: ReadTexts
    /// What is known of each.
    var known: [KnownText]
    /// What has been found in each.
    var found: [[Finding]]

    private let memory: KnownTexts?
    /// What was known of each before.
    private var before: [KnownText]
    private var digests: [TextDigest] = []

    /// - Parameters:
    ///   - texts: in the order of the conversation.
    ///   - memory: knows texts; `nil` to look at all of them.
    init(_ texts: [GuardText], memory: KnownTexts?) {
        self.texts = texts
        self.memory = memory
        read = ReadTexts(texts.map(\.bytes))
        known = Array(repeating: KnownText(), count: texts.count)
        before = known
        found = Array(repeating: [], count: texts.count)
        guard let memory else { return }
        digests = texts.map { memory.digest(of: $0.bytes, $0.context) }
        known = digests.map { memory.known($0) ?? KnownText() }
        before = known
    }

    /// How many of them were known before the look.
    var knownBefore: Int { before.count { $0 != KnownText() } }

    /// Remembers what has become known.
    func remember() {
        guard let memory else { return }
        for place in texts.indices where known[place] != before[place] { memory.remember(digests[place], known[place]) }
    }
}
