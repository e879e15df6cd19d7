from views import session
from views.parts.live import VOICE
from views.parts.markup import block

block("<h1>Compare versions</h1>")
VOICE.show("versions", "Compare versions", session.here().query())
