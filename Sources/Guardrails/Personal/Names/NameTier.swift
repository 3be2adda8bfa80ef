/// How names are found.
public enum NameTier: String, Sendable, Hashable {
    /// By MeCab with its dictionary of 34,000 names, beside the built-in lists.
    case dictionary
    /// By the built-in lists alone.
    case builtIn
}
