/// The folder that holds everything the gateway keeps, open in this process.
///
/// Several processes may have it open at once: while a gateway is replaced without a pause, the old process and the new
/// one share it, and the command line works on it beside a gateway. SQLite puts their writing in order. What must be alone
/// (restoring a backup) is refused while any process has the folder open, by `flock` on the file `lock`; the operating
/// system gives the lock back when a process ends, however it ends.
///
/// A folder that is not there is made for its owner only (0700), and every file in it likewise (0600). A folder that is
/// there keeps its permissions, but one that everybody may write to is refused.
public final class DataFolder: Sendable {
    /// Where the folder is.
    public let path: String
    private let lock: FolderLock

    /// Opens the folder, shared with other processes, and makes it where there is none.
    /// - Parameter path: the folder's path, absolute or from the working directory.
    /// - Throws: ``StoreError/Code/unavailable`` where it cannot be used, ``StoreError/Code/locked`` while a backup is
    ///   being restored to it.
    public convenience init(_ path: String) throws(StoreError) { try self.init(path, exclusively: false) }

    /// Opens the folder.
    /// - Parameter exclusively: whether no other process may have it open.
    init(_ path: String, exclusively: Bool) throws(StoreError) {
        let path = Self.withoutTrailingSlashes(path)
        try POSIX.makeFolder(path)
        guard let status = try POSIX.status(of: path), status.isFolder else {
            throw StoreError(.unavailable, "\(path) is not a folder: name another one with `data:`")
        }
        guard status.mode & 0o002 == 0 else {
            throw StoreError(
                .unavailable,
                "everybody on this machine may write to \(path): take the right away with `chmod o-w`"
            )
        }
        self.path = path
        lock = try FolderLock(folder: path, exclusively: exclusively)
    }

    /// The path of a file in the folder.
    /// - Parameter name: the file's name, which is the program's and never a caller's.
    public func path(of name: String) -> String { path == "/" ? "/" + name : path + "/" + name }

    /// The database's path.
    var database: String { path(of: Self.databaseName) }

    /// The database's file name.
    static let databaseName = "kanmon.sqlite"

    private static func withoutTrailingSlashes(_ path: String) -> String {
        var path = path[...]
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path.isEmpty ? "." : String(path)
    }
}
