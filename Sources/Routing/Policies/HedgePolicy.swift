/// When a second copy of a slow request goes to the next target.
public enum HedgePolicy: Hashable, Sendable {
    /// After a fixed wait without the first content.
    case after(Duration)
    /// After the time within which 95 of 100 first contents of that target came.
    case percentile95
}
