/// A libgit2 object that is freed when its scope ends.
///
/// The pointer stays inside this module, and every use of it is within the life of its owner.
@safe struct Owned: ~Copyable {
    let pointer: OpaquePointer
    private let free: (OpaquePointer?) -> Void

    /// Makes an object with one of libgit2's constructors, and remembers how to free it.
    init(
        _ operation: @autoclosure () -> String,
        freedBy free: @escaping (OpaquePointer?) -> Void,
        _ make: (inout OpaquePointer?) -> Int32
    ) throws(GitError) {
        var pointer: OpaquePointer?
        let returned = unsafe make(&pointer)
        guard returned >= 0, let pointer = unsafe pointer else {
            throw GitError(operation(), returned: returned)
        }
        unsafe self.pointer = pointer
        unsafe self.free = free
    }

    deinit { unsafe free(pointer) }
}
