/// When the configuration is read again.
public struct ReloadConfiguration: Sendable, Hashable {
    /// Whether a change of the document's file is enough; a SIGHUP always is.
    public let watch: Bool

    /// Puts the settings together. The defaults are those of the document.
    public init(watch: Bool = true) { self.watch = watch }
}
