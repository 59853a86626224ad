"""Pickles that want to run something, written opcode by opcode so that nothing needs to be installed."""

from __future__ import annotations

import pickle
import struct
from typing import Any

from tests.support.small_files import legacy_around, torch_legacy, torch_zip

PROTO = b"\x80\x04"
NEWOBJ, NEWOBJ_EX, REDUCE, BUILD, STOP = b"\x81", b"\x92", b"R", b"b", b"."

# What attackers call first, and the way round for those who only forbid the obvious.
_NAMES = """
    os.system posix.system nt.system os.popen os.execv os.remove posix.fork subprocess.Popen
    subprocess.check_output _posixsubprocess.fork_exec pty.spawn commands.getoutput builtins.eval
    builtins.exec builtins.compile builtins.getattr builtins.setattr builtins.open builtins.__import__
    builtins.globals builtins.vars builtins.apply builtins.breakpoint builtins.type builtins.map
    builtins.print builtins.input io.open io.FileIO _io.open_code functools.partial functools.reduce
    functools.partialmethod itertools.starmap operator.attrgetter operator.methodcaller
    operator.itemgetter operator.call _operator.call importlib.import_module importlib._bootstrap._load
    imp.load_source pkgutil.resolve_name pydoc.locate runpy.run_path runpy.run_module runpy._run_code
    timeit.timeit timeit.main trace.Trace code.InteractiveInterpreter code.interact
    codeop.compile_command bdb.Bdb.run pdb.run cProfile.run profile.Profile.run doctest.debug_script
    unittest.main ensurepip._run_pip venv.create pip.main pip._internal.main pip._internal.cli.main.main
    setuptools.setup site.addsitedir webbrowser.open urllib.request.urlopen http.client.HTTPConnection
    socket.create_connection ssl.get_server_certificate smtplib.SMTP ftplib.FTP
    xmlrpc.client.ServerProxy requests.get shutil.rmtree shutil.copy tempfile.mktemp tarfile.open
    zipfile.ZipFile pathlib.Path.write_text ctypes.CDLL ctypes.cast cffi.FFI mmap.mmap
    signal.raise_signal gc.get_objects types.FunctionType types.CodeType types.MethodType marshal.loads
    inspect.getattr_static pickle.loads pickle.Unpickler _pickle.loads copyreg.add_extension
    copyreg.__newobj__ copyreg.dispatch_table copy.copy shelve.open dbm.open sqlite3.connect
    logging.config.dictConfig multiprocessing.process.Process concurrent.futures.thread._worker
    asyncio.run threading.Thread weakref.finalize atexit.register sys.settrace sys.modules codecs.open
    codecs.decode dill._dill._create_function dill._dill._import_module dill.loads dill._dill._load_type
    cloudpickle.cloudpickle._make_function cloudpickle.cloudpickle._builtin_type cloudpickle.loads
    cloudpickle.cloudpickle.subimport joblib.load joblib.numpy_pickle.NumpyArrayWrapper
    joblib._memmapping_reducer.reconstruct_array_or_scalar pandas.read_pickle pandas.eval
    yaml.unsafe_load sympy.core.sympify.sympify jinja2.Template omegaconf.dictconfig.DictConfig
    numpy.load numpy.fromfile numpy.memmap numpy.testing._private.utils.runstring numpy.f2py.compile
    numpy.core.multiarray.fromfile numpy.core.records._recarray_reduce numpy.ma.core._mareconstruct
    numpy.random._pickle.__randomstate_ctor numpy.distutils.exec_command.exec_command torch.load
    torch.hub.load torch.hub.load_state_dict_from_url torch.ops.load_library torch.jit.load
    torch.jit._script.unpackage_script_module torch.jit.CompilationUnit torch._C._import_ir_module
    torch._dynamo.utils.run_node torch._dynamo.guards.GuardBuilder.get
    torch._inductor.codecache.compile_file torch.package.PackageImporter
    torch.package.package_importer._patched_getattr torch.fx._symbolic_trace.Tracer
    torch.fx.graph_module.reduce_graph_module torch.utils.cpp_extension.load_inline
    torch.utils.collect_env.run torch.utils._config_module.ConfigModule.load_config
    torch.distributed.rpc.internal._internal_rpc_pickler torch.serialization.load
    torch.serialization._get_layout torch.storage.TypedStorage torch.storage._StorageBase.from_file
    torch.UntypedStorage.from_file torch.from_file torch._utils._rebuild_wrapper_subclass
    torch._utils._rebuild_device_tensor_from_numpy torch._utils._rebuild_device_tensor_from_cpu_tensor
    torch._utils._rebuild_qtensor torch._utils._rebuild_sparse_tensor
    torch._utils._rebuild_meta_tensor_no_storage torch._tensor._rebuild_from_type
    torch.multiprocessing.reductions.rebuild_tensor torch.nn.modules.container.Sequential
    torch.nn.modules.conv.Conv2d torch.optim.adam.Adam torchvision.models.resnet.ResNet
    models.networks.Generator __main__.Generator torch_utils.persistence._src_to_module
    torch_utils.persistence.persistent_class dnnlib.tflib.network._import_module_src
    dnnlib.util.call_func_by_name dnnlib.util.open_url collections.namedtuple
    collections.OrderedDict.fromkeys collections.OrderedDict.__class__ argparse.ArgumentParser
    argparse.FileType argparse.Namespace.__init__.__globals__ builtins.dict.update numpy.ndarray.tofile
    torch.Tensor.numpy torch._utils.os.system collections.abc.sys.modules
    pytorch_lightning.core.saving.load_hparams_from_yaml
    pytorch_lightning.callbacks.lambda_function.LambdaCallback
    transformers.training_args.TrainingArguments
"""
NAMES = tuple(_NAMES.split())
# Names that the table has for mention alone.
MENTIONED = (
    "builtins.object",
    "builtins.list",
    "builtins.dict",
    "numpy.ndarray",
    "torch.Tensor",
    "pytorch_lightning.callbacks.model_checkpoint.ModelCheckpoint",
)


def value(content: Any) -> bytes:
    """The opcodes that push a plain value, without memo."""
    if isinstance(content, tuple):
        return arguments(*(value(item) for item in content))
    if isinstance(content, str):
        return b"X" + struct.pack("<I", len(content.encode())) + content.encode()
    return pickle.dumps(content, 2)[2:-1]


def name(dotted: str, stack: bool = False) -> bytes:
    """GLOBAL or STACK_GLOBAL of a name."""
    module, _, last = dotted.rpartition(".")
    if stack:
        return value(module) + value(last) + b"\x93"
    return b"c" + module.encode() + b"\n" + last.encode() + b"\n"


def arguments(*items: bytes) -> bytes:
    return b"(" + b"".join(items) + b"t"


def call(dotted: str, *items: bytes, stack: bool = False) -> bytes:
    return name(dotted, stack) + arguments(*items) + REDUCE


def whole(opcodes: bytes) -> bytes:
    return PROTO + opcodes + STOP


def ways(dotted: str, trace: str = "trace") -> dict[str, bytes]:
    """Every way in which a pickle can call a name."""
    module, _, last = dotted.rpartition(".")
    argument = value(f"touch {trace}")
    plain, stacked = name(dotted), name(dotted, stack=True)
    return {
        "mention": whole(plain),
        "reduce": whole(plain + arguments(argument) + REDUCE),
        "stack": whole(stacked + arguments(argument) + REDUCE),
        "newobj": whole(plain + arguments(argument) + NEWOBJ),
        "newobj_ex": whole(plain + arguments(argument) + b"}" + NEWOBJ_EX),
        "obj": whole(b"(" + plain + argument + b"o"),
        "inst": whole(b"(" + argument + f"i{module}\n{last}\n".encode()),
        "inside": whole(b"}" + value("w") + b"(" + plain + arguments(argument) + REDUCE + b"e" + b"s"),
    }


SYSTEM = call("os.system", value("touch trace"))
_DTYPE_F4 = call("numpy.dtype", value("f4"), b"\x89", b"\x88")
_ARRAY = call("numpy.core.multiarray._reconstruct", name("numpy.ndarray"), value((0,)), value("b"))
_OBJECT_DTYPE = call("numpy.dtype", value("O8"), b"\x89", b"\x88")
_DTYPE_STATE = b"(K\x03" + value("<") + b"NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00t"


def nested(raw: bytes) -> bytes:
    """torch's storage from bytes, which torch itself reads with its unrestricted loader."""
    return call("torch.storage._load_from_bytes", b"B" + struct.pack("<I", len(raw)) + raw)


def nested_legacy(inner: bytes) -> bytes:
    """A legacy file in which `inner` stands in place of the storage."""
    _, around = legacy_around(torch_legacy({}))
    return nested(around(whole(inner)))


def cases() -> dict[str, tuple[bytes, str]]:
    """Opcodes that must be refused, and what the sentence must name."""
    build = lambda target, state: target + state + BUILD  # noqa: E731
    state = lambda key: b"}" + value(key) + value("x") + b"s"  # noqa: E731
    ordered, record = call("collections.OrderedDict"), name("argparse.Namespace") + b")" + NEWOBJ
    return {
        "partial of system": (call("functools.partial", name("os.system")), "functools.partial"),
        "getattr chain": (
            call("builtins.getattr", call("builtins.__import__", value("os")), value("system")),
            "builtins.getattr",
        ),
        "Python 2 eval": (call("__builtin__.eval", value("1")), "builtins.eval"),
        "behind a parameter": (call("torch._utils._rebuild_parameter", SYSTEM), "os.system"),
        "as a default factory": (call("collections.defaultdict", name("os.system")), "os.system"),
        "as a rebuild function": (
            call("torch._tensor._rebuild_from_type_v2", name("os.system"), name("torch.Tensor"), b")", b"}"),
            "os.system",
        ),
        "another function to rebuild": (
            call(
                "torch._tensor._rebuild_from_type_v2",
                name("torch._utils._rebuild_parameter"),
                name("torch.Tensor"),
                b")",
                b"}",
            ),
            "torch._utils._rebuild_parameter",
        ),
        "copyreg": (
            call("copyreg._reconstructor", name("collections.OrderedDict"), name("builtins.object"), b"N"),
            "collections.OrderedDict",
        ),
        "nested system": (nested_legacy(SYSTEM), "os.system"),
        "nested namespace": (nested_legacy(record), "argparse.Namespace"),
        "nested in nested": (nested_legacy(nested_legacy(SYSTEM)), "torch.storage._load_from_bytes"),
        "nested plain pickle": (nested(whole(SYSTEM)), "os.system"),
        "array of objects": (_OBJECT_DTYPE, "O8"),
        "array whose bytes are a list": (
            build(_ARRAY, arguments(b"K\x01", value((1,)), _DTYPE_F4, b"\x89", b"]")),
            "numpy array of objects",
        ),
        "records": (
            build(_DTYPE_F4, b"(K\x03" + value("|") + b"N" + value("a") + b"}K\x08K\x01K\x00t"),
            "numpy records",
        ),
        "record type": (call("numpy.dtype", value("V8"), b"\x89", b"\x88"), "V8"),
        "type with objects inside": (call("numpy.dtype", value("f4,O"), b"\x89", b"\x88"), "f4,O"),
        "extension 1": (b"\x82\xf0", "extension with the code 240"),
        "extension 2": (b"\x83\x34\x12", "extension with the code 4660"),
        "extension 4": (b"\x84\x00\x00\x01\x00", "extension with the code 65536"),
        "class of a dict": (build(ordered, state("__class__")), "__class__"),
        "reduce of a dict": (build(ordered, state("__reduce__")), "__reduce__"),
        "class of a namespace": (build(record, state("__class__")), "__class__"),
        "dict of a namespace": (build(record, state("__dict__")), "__dict__"),
        "setstate of a namespace": (build(record, state("__setstate__")), "__setstate__"),
        "state for a list": (build(b"]", state("a")), "change a value of the type list"),
        "state for a name": (
            build(name("collections.OrderedDict"), state("a")),
            "change collections.OrderedDict",
        ),
        "state for a tensor type": (
            build(name("torch.FloatStorage"), state("a")),
            "change a value of the type StorageType",
        ),
        "allowed by OBJ": (b"(" + name("collections.OrderedDict") + b"o", "collections.OrderedDict by OBJ"),
        "allowed by INST": (b"(icollections\nOrderedDict\n", "collections.OrderedDict by INST"),
        "allowed by NEWOBJ_EX": (
            name("argparse.Namespace") + b")}" + NEWOBJ_EX,
            "argparse.Namespace by NEWOBJ_EX",
        ),
        "allowed but not to be made": (name("collections.OrderedDict") + b"(]t" + NEWOBJ, "OrderedDict"),
        "a namespace that names itself": (
            b"(" + build(record, b"}" + value("name") + value("x\n" * 999) + b"s") + b"o",
            "wants to run a value of the type Record by OBJ",
        ),
        "persistent id": (b"Pos.system\n", "persistent id"),
        "persistent id on the stack": (value("x") + b"Q", "persistent id"),
        "buffer": (b"\x97", "NEXT_BUFFER"),
        "read-only buffer": (b"\x98", "NEXT_BUFFER"),
        "memo abuse": (name("os.system") + b"\x940h\x00" + arguments(value("x")) + REDUCE, "os.system"),
        "thrown away": (SYSTEM + b"0N", "os.system"),
        "after a mark": (b"(" + SYSTEM + b"1N", "os.system"),
    }


def cases_in_files() -> dict[str, tuple[bytes, str]]:
    """The same as whole pickles, with all names called in all ways."""
    corpus = {f"{dotted} by {way}": (data, dotted) for dotted in NAMES for way, data in ways(dotted).items()}
    for dotted in MENTIONED:
        corpus |= {
            f"{dotted} by {way}": (data, dotted)
            for way, data in ways(dotted).items()
            if way not in ("mention",)
        }
    corpus |= {kind: (whole(opcodes), told) for kind, (opcodes, told) in cases().items()}
    return corpus


def nonsense() -> dict[str, bytes]:
    """Misuse of what is allowed: no name to tell, and nothing that may pass."""
    text = value("aaaa")
    float_storage = name("torch.FloatStorage")
    return {
        "encode to a transform": whole(call("_codecs.encode", text, value("rot13"))),
        "encode by default": whole(call("_codecs.encode", text)),
        "encode a tuple": whole(call("_codecs.encode", value((1,)), value("latin1"))),
        "a string is called": whole(text + b")R"),
        "a storage type is called": whole(float_storage + b")R"),
        "a type of number is called": whole(name("torch.float32") + b")R"),
        "arguments that are no tuple": whole(name("collections.OrderedDict") + b"]R"),
        "a dict of numbers": whole(call("collections.OrderedDict", b"K\x05")),
        "a dict is appended to": whole(b"}K\x01a"),
        "a namespace is filled": whole(name("argparse.Namespace") + b")\x81K\x01K\x01s"),
        "odd items": whole(b"}(K\x01u"),
        "a memo that is not there": whole(b"h\x07"),
        "nothing on the stack": whole(b""),
        "a mark that is not there": whole(b"N1"),
        "a scalar of two bytes": whole(
            call("numpy.core.multiarray.scalar", _DTYPE_F4 + _DTYPE_STATE + BUILD, b"C\x02ab")
        ),
        "an array larger than its bytes": whole(
            _ARRAY + arguments(b"K\x01", value((9, 9)), _DTYPE_F4, b"\x89", b"C\x04abcd") + BUILD
        ),
        "a tensor of a string": whole(
            call("torch._utils._rebuild_tensor_v2", text, b"K\x00", b")", b")", b"\x89", b"}")
        ),
        "a parameter of a string": whole(call("torch._utils._rebuild_parameter", text, b"\x89", b"}")),
        "a nested zip": whole(nested(torch_zip({}))),
        "a nested object": whole(nested_legacy(b"}")),
        "nested bytes that end": whole(nested(torch_legacy({})[:40])),
        "a module without a class": whole(
            call("torch_utils.persistence._reconstruct_persistent_obj", b"}" + value("type") + text + b"s")
        ),
        "a later protocol": b"\x80\x06N.",
        "an unknown opcode": whole(b"\xff"),
        "no end": PROTO + b"N",
        "a name of two words": whole(b"cos system\nx y\n"),
    }
