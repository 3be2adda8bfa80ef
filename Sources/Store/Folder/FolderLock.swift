/// A lock on a data folder that lasts as long as this value, or the process.
final class FolderLock: Sendable {
    private let descriptor: CInt

    /// Takes the lock or throws at once.
    /// - Parameters:
    ///   - folder: the folder's path.
    ///   - exclusively: whether others who share the folder are in the way.
    init(folder: String, exclusively: Bool) throws(StoreError) {
        let path = folder + "/lock"
        let descriptor = try POSIX.open(path, creating: true)
        do throws(StoreError) {
            guard try POSIX.lock(descriptor, exclusively: exclusively, path: path) else {
                throw StoreError(
                    .locked,
                    exclusively
                        ? "\(folder) is in use: stop the gateway that runs on it first"
                        : "a backup is being restored to \(folder): start again when that is done"
                )
            }
        } catch {
            POSIX.close(descriptor)
            throw error
        }
        self.descriptor = descriptor
    }

    deinit { POSIX.close(descriptor) }
}
