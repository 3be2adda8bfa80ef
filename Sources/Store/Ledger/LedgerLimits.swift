/// How much at once.
public enum LedgerLimits {
    /// The most items of one segment.
    public static let batch = 1000
    /// The most rows of one page.
    public static let page = 1000
}
