/// Which proxy the connections to a provider go through.
public enum ProxySetting: Sendable, Hashable {
    /// The one that `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` name, if any.
    case environment
    /// None, whatever the environment says.
    case direct
    /// This one.
    case proxy(ProxyURL)
}
