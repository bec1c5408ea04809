import Files
import Foundation
import TestSupport
import Testing

@Suite struct FileTests: ~Copyable {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test func `a file is made once, and added to`() throws {
        let path = folder.path("new")
        let file = try OpenFile(making: path, permissions: 0o600)
        try file.append(Array("one\n".utf8))
        try file.append([])
        try file.append(Array("two\n".utf8))
        try file.synchronize()
        #expect(try folder.read("new") == "one\ntwo\n")
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let error = #expect(throws: FileError.self) {
            _ = try OpenFile(making: path, permissions: 0o600)
        }
        #expect(error?.operation == .make && error?.errno == EEXIST && error?.isMissing == false)
        #expect(error?.description == "\(path) cannot be made: File exists")
    }

    @Test(arguments: [0, 1, 65_535, 65_536, 200_000])
    func `a whole file is read as it was written`(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        try WholeFile.write(bytes, to: folder.path("whole"))
        #expect(try WholeFile.content(of: folder.path("whole")) == bytes)
        #expect(try names() == ["whole"])
    }

    @Test func `a limit bounds what is read`() throws {
        try WholeFile.write([UInt8](repeating: 7, count: 300_000), to: folder.path("large"))
        let count = try WholeFile.content(of: folder.path("large"), limit: 100)?.count
        #expect(count == 65_536)
    }

    @Test func `what is not there is nothing, and anything else an error`() throws {
        try folder.write("x", to: "file")
        #expect(try WholeFile.content(of: folder.path("none")) == nil)
        #expect(try WholeFile.content(of: folder.path("file/below")) == nil)
        let error = #expect(throws: FileError.self) { try WholeFile.content(of: folder.path) }
        #expect(error?.description == "\(folder.path) cannot be read: Is a directory")
        try WholeFile.remove(folder.path("none"))
        try WholeFile.remove(folder.path("file"))
        #expect(!WholeFile.exists(folder.path("file")))
        #expect(throws: FileError.self) { try WholeFile.remove(folder.path) }
    }

    @Test func `a replacement shows when it is complete, and leaves nothing when it is not`() throws {
        try folder.write("old", to: "file")
        do {
            let replacement = try FileReplacement(folder.path("file"))
            try replacement.append(Array("half".utf8))
            #expect(try folder.read("file") == "old")
            #expect(try names().count == 2)
        }
        #expect(try names() == ["file"])
        let replacement = try FileReplacement(folder.path("file"))
        try replacement.append(Array("ne".utf8))
        try replacement.append(Array("w".utf8))
        try replacement.finish()
        #expect(try folder.read("file") == "new")
        #expect(try names() == ["file"])
    }

    @Test func `what a process of the same number left behind is in nobody's way`() throws {
        try folder.write("left", to: "file.\(getpid()).new")
        try WholeFile.write(Array("new".utf8), to: folder.path("file"))
        #expect(try folder.read("file") == "new")
        #expect(try names() == ["file"])
    }

    @Test func `a file in no folder cannot be written, and the message names the file`() throws {
        let path = folder.path("none/file")
        let error = #expect(throws: FileError.self) { try WholeFile.write([1], to: path) }
        #expect(error?.description == "\(path) cannot be written: No such file or directory")
    }

    @Test func `a lock keeps others away until the file is closed`() throws {
        let path = folder.path("lock")
        do {
            let first = try OpenFile(sharing: path, permissions: 0o666)
            let isFirst = first.lock(.exclusive)
            #expect(isFirst)
            try first.replaceContent(with: Array("first\n".utf8))
            let second = try OpenFile(sharing: path, permissions: 0o666)
            let isSecond = second.lock(.exclusive)
            #expect(!isSecond)
            let reader = try OpenFile(reading: path)
            let isShared = reader.lock(.shared)
            let content = try reader.content()
            #expect(!isShared && content == Array("first\n".utf8))
        }
        let third = try OpenFile(reading: path)
        let fourth = try OpenFile(reading: path)
        let areShared = [third.lock(.shared), fourth.lock(.shared)]
        #expect(areShared == [true, true])
    }

    @Test func `folders are made with those above them`() throws {
        try Folder.makeAll(folder.path("a/b/c"))
        try Folder.makeAll(folder.path("a/b/c"))
        try Folder.make(folder.path("a"))
        #expect(Folder.exists(folder.path("a/b/c")) && !Folder.exists(folder.path("a/x")))
        try Folder.synchronize(folder.path("a"))
        try folder.write("x", to: "file")
        #expect(!Folder.exists(folder.path("file")))
        #expect(throws: FileError.self) { try Folder.makeAll(folder.path("file")) }
        #expect(throws: FileError.self) { try Folder.makeAll(folder.path("file/below")) }
        #expect(
            Folder.containing("a") == "." && Folder.containing("a/b") == "a" && Folder.containing("/a") == "/"
        )
    }
}
