/// What is stored of the prompts and answers of a team that has opted in.
public struct BodyPolicy: Hashable, Sendable {
    /// The largest that ``maxSize`` may be: so much is masked at once.
    public static let largestSize = 8 << 20

    /// The most bytes of one prompt or answer; longer ones are cut.
    public let maxSize: Int
    /// How long they are kept.
    public let retention: Duration
    /// What is hidden in them.
    public let masks: Set<BodyMask>

    /// Puts a policy together; nothing is checked.
    public init(maxSize: Int, retention: Duration, masks: Set<BodyMask>) {
        self.maxSize = maxSize
        self.retention = retention
        self.masks = masks
    }
}
