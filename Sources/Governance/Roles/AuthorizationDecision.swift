/// Whether somebody may do something.
public enum AuthorizationDecision: Hashable, Sendable {
    /// Yes; a list shows no more than this.
    case allow(Visibility)
    /// No, and that may be said: 403.
    case forbidden
    /// No, and whether there is such an object is not to be told: 404.
    case hidden
}
