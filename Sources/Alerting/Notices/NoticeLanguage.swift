/// The language in which people are told.
public enum NoticeLanguage: String, Hashable, Sendable, CaseIterable {
    /// English.
    case english = "en"
    /// Japanese.
    case japanese = "ja"
}
