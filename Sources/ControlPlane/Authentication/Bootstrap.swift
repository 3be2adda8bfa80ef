import Governance
import Store

/// How the first owner comes about: a token is printed when the gateway starts and nobody could sign in, and is used up by
/// the owner that is made with it.
struct Bootstrap: Sendable {
    /// What the setting is once there is an owner.
    static let done = Array("done".utf8)

    let store: any SettingStore
    let directory: Directory
    let pepper: KeyPepper

    /// The token to be printed; `nil` where there is an owner, or was.
    ///
    /// A token that was printed at an earlier start and not used is replaced: only its digest is known.
    func token() async throws(StoreError) -> BootstrapToken? {
        let kept = try await store.setting(.bootstrap)
        if kept == Self.done { return nil }
        if directory.users.values.contains(where: { $0.role == .owner && $0.password != nil }) {
            _ = try await store.replace(.bootstrap, kept, with: Self.done)
            return nil
        }
        let token = BootstrapToken.generate()
        let digest = Array(token.digest(pepper: pepper).hexadecimal.utf8)
        // Of several processes that start at once, one prints.
        return try await store.replace(.bootstrap, kept, with: digest) ? token : nil
    }
}
