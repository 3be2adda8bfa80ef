/// Where an object is declared.
public enum EntitySource: String, Hashable, Sendable, CaseIterable {
    /// In the configuration: read-only at run time.
    case file
    /// In the store: made and changed through the admin API.
    case store
}
