/// How much at once.
public enum LedgerLimits {
    /// The most items of one segment.
    public static let batch = 4000
}
