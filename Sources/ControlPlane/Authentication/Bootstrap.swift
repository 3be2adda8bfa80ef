import Governance
import Store

/// How the first owner comes about: a token is printed at the first start, and is used up by the owner that is made with it.
struct Bootstrap: Sendable {
    /// What the setting is once there is an owner.
    static let done = Array("done".utf8)

    let store: any SettingStore
    let directory: Directory
    let pepper: KeyPepper

    /// The token to be printed; `nil` where one was printed before, and where there is an owner, or was.
    ///
    /// A start after the first one prints none: every one that was never used would lie in a log, and the latest would open
    /// the gateway. One that is lost is replaced with ``renewed()``.
    func token() async throws(StoreError) -> BootstrapToken? {
        try await store.setting(.bootstrap) == nil ? try await renewed() : nil
    }

    /// A token in place of the one before, which is not good any more: only its digest is known.
    /// - Returns: `nil` where there is an owner, or was.
    func renewed() async throws(StoreError) -> BootstrapToken? {
        let kept = try await store.setting(.bootstrap)
        if kept == Self.done { return nil }
        if Self.hasOwner(directory) {
            _ = try await store.replace(.bootstrap, kept, with: Self.done)
            return nil
        }
        let token = BootstrapToken.generate()
        let digest = Array(token.digest(pepper: pepper).hexadecimal.utf8)
        // Of several processes that start at once, one prints.
        return try await store.replace(.bootstrap, kept, with: digest) ? token : nil
    }

    /// Whether somebody can sign in as an owner: a token that is still about makes no other one then.
    static func hasOwner(_ directory: Directory) -> Bool {
        directory.users.values.contains { $0.role == .owner && $0.password != nil }
    }
}
