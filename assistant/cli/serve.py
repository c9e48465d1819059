"""`biganzi serve`: the web page, on this machine only unless told otherwise."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path

from assistant.errors import InputError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--port", type=int, default=os.environ.get("BIGANZI_PORT", "7860"), help="端口（默认 7860）")
    parser.add_argument("--host", default="127.0.0.1", help="监听的地址（默认只有本机能打开）；别的地址要有 --users 或 --no-auth")
    parser.add_argument(
        "--users", type=Path, metavar="FILE.json", help="用户文件：用户名、密码的散列、角色（reader 只读、writer 撰稿、admin 管理）"
    )
    parser.add_argument("--add-user", metavar="NAME", help="在 --users 的文件里添加用户或改密码（从标准输入读密码），然后退出")
    parser.add_argument("--role", choices=("reader", "writer", "admin"), default="writer", help="--add-user 的角色（默认 writer）")
    parser.add_argument("--no-auth", action="store_true", help="不要登录：网络上谁都能打开、能改")
    parser.add_argument("--library", help="资料库：文件夹，或 Chroma 服务的 http(s)://主机:端口")
    parser.add_argument(
        "--projects",
        default=os.environ.get("BIGANZI_PROJECTS", ""),
        metavar="URL",
        help="项目存在哪里：数据库地址，例如 postgresql://…（默认在资料库旁边）",
    )


def run(args: argparse.Namespace) -> int:
    """Serve until interrupted; 0."""
    if args.add_user:
        return add_user(args)
    if not 0 < args.port < 65536:
        raise InputError(f"--port {args.port}: 应在 1 到 65535 之间")
    from assistant.settings import load_settings
    from assistant.ui.launch import serve
    from assistant.workspace import Workspace

    workspace = Workspace(load_settings(library=args.library))
    serve(workspace, host=args.host, port=args.port, users=args.users, no_auth=args.no_auth, projects=args.projects)
    return 0


def add_user(args: argparse.Namespace) -> int:
    """Put a user into the file; the password comes from the terminal or, in a pipe, as the first line of standard input."""
    if args.users is None:
        raise InputError("--add-user 要和 --users 文件一起用")
    from assistant.ui.users import UserFile

    password = getpass.getpass(f"{args.add_user} 的密码：") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    UserFile(args.users).put(args.add_user, password, args.role)
    print(f"已写入 {args.users}：{args.add_user}（{args.role}）", file=sys.stderr)
    return 0
